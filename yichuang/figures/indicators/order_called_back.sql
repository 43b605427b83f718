-- 工单回访率：期内收到、已经回访到或者期内该回访的工单里，回访到的
SELECT department, NULL AS hall, NULL AS win, NULL AS item, NULL AS clerk, SUM(called) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_order
WHERE valid = 1 AND called IS NOT NULL
GROUP BY department
