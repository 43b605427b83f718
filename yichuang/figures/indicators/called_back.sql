-- 差评回访率：期内实名的差评里，回访到的
SELECT department, hall, win, item, NULL AS clerk, SUM(called) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_rating
WHERE valid = 1 AND bad = 1 AND known = 1
GROUP BY department, hall, win, item
