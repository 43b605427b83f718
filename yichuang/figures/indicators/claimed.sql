-- 事项认领率：没有接入上级的应认领清单，没有来源，所以一行也没有
SELECT department, NULL AS hall, NULL AS win, item, NULL AS clerk, 0 AS num, 0 AS den, 0 AS n
FROM fact_item
WHERE 1 = 0
