Before.
+ [Go] -> gate
+ [Stay] Fine. # final:fine
    -> END
=== gate
A gate.
+ [Pay # costo:5] Through. # final:paid
    -> END
+ [Be VIP # vip] Through. # final:vip
    -> END
