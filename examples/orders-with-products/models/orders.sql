SELECT o.order_no,
       o.customer_id,
       o.placed_at,
       o.total,
       (SELECT jsonb_agg(jsonb_build_object('productName', l.product, 'price', l.price,
                                            'quantity', l.quantity) ORDER BY l.line_no)
        FROM order_lines AS l
        WHERE l.order_no = o.order_no) AS products
FROM orders AS o
