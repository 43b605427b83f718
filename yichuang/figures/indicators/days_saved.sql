-- 平均减时限：期内办结、按工作日计、有法定时限的办件，比法定少用的天数
SELECT department, hall, win, item, clerk, SUM(statutory_days - used_days) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_case
WHERE decided = 1 AND statutory_days > 0 AND unit = '工作日' AND used_days IS NOT NULL
GROUP BY department, hall, win, item, clerk
