from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0012_consent"),
    ]

    operations = [
        migrations.AlterField(
            model_name="measurement",
            name="context",
            field=models.CharField(
                choices=[
                    ("day", "Day"),
                    ("week", "Week"),
                    ("before", "Before"),
                    ("after", "After"),
                    ("elsewhere", "Elsewhere"),
                ],
                max_length=10,
            ),
        ),
    ]
