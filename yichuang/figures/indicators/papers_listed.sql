-- 材料精减率（按事项）：现行事项的必要材料，比这里第一版指南少了的份数
SELECT department, NULL AS hall, NULL AS win, item, NULL AS clerk, SUM(papers_first - papers) AS num, SUM(papers_first) AS den, COUNT(*) AS n
FROM fact_item
WHERE papers_first > 0
GROUP BY department, item
