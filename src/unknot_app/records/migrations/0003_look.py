from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0002_drawings"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="figure",
            field=models.CharField(
                choices=[("neutral", "Neutral"), ("female", "Female"), ("male", "Male")],
                default="neutral",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="skin",
            field=models.CharField(
                choices=[
                    ("clay", "Clay"),
                    ("pale", "Pale"),
                    ("fair", "Fair"),
                    ("tan", "Tan"),
                    ("brown", "Brown"),
                    ("dark", "Dark"),
                ],
                default="clay",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="is_dressed",
            field=models.BooleanField(default=False),
        ),
    ]
