from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0003_look"),
    ]

    operations = [
        migrations.AddField(
            model_name="paindrawing",
            name="complaint",
            field=models.CharField(blank=True, default="", max_length=20),
        ),
    ]
