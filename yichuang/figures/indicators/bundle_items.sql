-- 一件事覆盖率（按事项）：现行事项里，属于某个一件事的
SELECT department, NULL AS hall, NULL AS win, item, NULL AS clerk, SUM(bundled) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_item
GROUP BY department, item
