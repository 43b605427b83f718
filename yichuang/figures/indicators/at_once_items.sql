-- 马上办率（按事项）：现行事项里的即办件
SELECT department, NULL AS hall, NULL AS win, item, NULL AS clerk, SUM(at_once) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_item
GROUP BY department, item
