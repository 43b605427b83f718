-- 材料精减率（按办件）：期内收件的办件，应交的必要材料里不用申请人交的份数
SELECT department, hall, win, item, clerk, SUM(spared) AS num, SUM(needed) AS den, COUNT(*) AS n
FROM fact_case
WHERE filed = 1 AND needed > 0
GROUP BY department, hall, win, item, clerk
