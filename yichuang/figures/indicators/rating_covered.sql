-- 评价覆盖率：没有停办的事项里，已经公布、能申请也就能评价的
SELECT department, NULL AS hall, NULL AS win, item, NULL AS clerk, SUM(open) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_listed
GROUP BY department, item
