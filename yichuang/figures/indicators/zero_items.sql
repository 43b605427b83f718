-- 零材料事项占比：现行事项里，必要材料全部不用申请人准备的
SELECT department, NULL AS hall, NULL AS win, item, NULL AS clerk, SUM(zero) AS num, COUNT(*) AS den, COUNT(*) AS n
FROM fact_item
GROUP BY department, item
