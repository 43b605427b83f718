-- 全程网办率（按事项）：记录了网上办理深度的现行事项里，能全程网办、到现场次数不是 1 次以上的
SELECT department, NULL AS hall, NULL AS win, item, NULL AS clerk, SUM(CASE WHEN depth = '全程网办' AND COALESCE(visits, 0) = 0 THEN 1 ELSE 0 END) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_item
WHERE depth IS NOT NULL
GROUP BY department, item
