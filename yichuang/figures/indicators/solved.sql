-- 工单解决率：期内收到、问过解决没有的工单里，说解决了的
SELECT department, NULL AS hall, NULL AS win, NULL AS item, NULL AS clerk, SUM(solved) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_order
WHERE valid = 1 AND solved IS NOT NULL
GROUP BY department
