-- 差评按期整改率：期内评价、核实属实的差评里，在期限内改好的
SELECT department, hall, win, item, NULL AS clerk, SUM(CASE WHEN mended_on <= due_on THEN 1 ELSE 0 END) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_rating
WHERE verified = 1
GROUP BY department, hall, win, item
