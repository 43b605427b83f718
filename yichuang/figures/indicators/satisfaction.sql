-- 满意度：期内有效的主动评价，星数之和除以满星
SELECT department, hall, win, item, NULL AS clerk, SUM(grade) AS num, 5 * COUNT(*) AS den, COUNT(*) AS n
FROM fact_rating
WHERE valid = 1
GROUP BY department, hall, win, item
