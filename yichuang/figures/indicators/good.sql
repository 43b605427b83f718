-- 好评率：期内有效的主动评价里，基本满意以上的
SELECT department, hall, win, item, NULL AS clerk, SUM(CASE WHEN grade >= 3 THEN 1 ELSE 0 END) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_rating
WHERE valid = 1
GROUP BY department, hall, win, item
