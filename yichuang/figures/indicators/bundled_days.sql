-- 一件事减时限：期内收件的一件事，一项办完再办下一项的工作日里，少了多少
SELECT NULL AS department, hall, win, bundle AS item, clerk, SUM(days_before - days_after) AS num, SUM(days_before) AS den, COUNT(*) AS n
FROM fact_thing
WHERE days_before > 0 AND days_after IS NOT NULL
GROUP BY hall, win, bundle, clerk
