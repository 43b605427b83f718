-- 一件事减跑动：期内收件的一件事，分开办要跑的次数里，少了多少
SELECT NULL AS department, hall, win, bundle AS item, clerk, SUM(visits_before - visits_after) AS num, SUM(visits_before) AS den, COUNT(*) AS n
FROM fact_thing
WHERE visits_before > 0 AND visits_after IS NOT NULL
GROUP BY hall, win, bundle, clerk
