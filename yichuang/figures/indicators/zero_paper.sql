-- 无纸化率：期内收件的办件里，没有交过一份纸质材料的
SELECT department, hall, win, item, clerk, SUM(1 - paper) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_case
WHERE filed = 1
GROUP BY department, hall, win, item, clerk
