from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_keep_periods_bulletins_sheets_assessments")]

    operations = [
        migrations.AddField(
            model_name="period",
            name="ledger_key",
            field=models.CharField(blank=True, default="", max_length=300, verbose_name="封签的密钥"),
        )
    ]
