-- 工单满意率：期内收到、对答复评价过的工单里，基本满意以上的
SELECT department, NULL AS hall, NULL AS win, NULL AS item, NULL AS clerk, SUM(CASE WHEN grade >= 3 THEN 1 ELSE 0 END) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_order
WHERE valid = 1 AND grade IS NOT NULL
GROUP BY department
