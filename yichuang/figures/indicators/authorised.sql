-- 授权到位率：进驻事项里，有岗位能决定的
SELECT department, NULL AS hall, NULL AS win, item, NULL AS clerk, SUM(authorised) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_item
WHERE resident = 1
GROUP BY department, item
