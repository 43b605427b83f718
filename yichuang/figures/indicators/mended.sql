-- 差评整改率：期内评价、核实属实的差评里，已整改的
SELECT department, hall, win, item, NULL AS clerk, SUM(CASE WHEN mended_on IS NOT NULL THEN 1 ELSE 0 END) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_rating
WHERE verified = 1
GROUP BY department, hall, win, item
