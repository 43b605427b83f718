"""After approval (审管联动): grants pushed to who supervises them, the registers, double-random draws (双随机), results published."""
