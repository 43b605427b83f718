-- 进驻率：现行事项里，已进驻大厅的
SELECT department, NULL AS hall, NULL AS win, item, NULL AS clerk, SUM(resident) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_item
GROUP BY department, item
