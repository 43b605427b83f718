-- 一次办率（按事项）：记录了到现场次数的现行事项里，不超过 1 次的
SELECT department, NULL AS hall, NULL AS win, item, NULL AS clerk, SUM(CASE WHEN visits <= 1 THEN 1 ELSE 0 END) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_item
WHERE visits IS NOT NULL
GROUP BY department, item
