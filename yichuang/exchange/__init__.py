"""What leaves the house: notices by channel, adapters (数据交换)."""
