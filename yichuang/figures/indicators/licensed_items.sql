-- 电子证照应用覆盖率：现行事项里，有材料能用电子证照代替的
SELECT department, NULL AS hall, NULL AS win, item, NULL AS clerk, SUM(licensed) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_item
GROUP BY department, item
