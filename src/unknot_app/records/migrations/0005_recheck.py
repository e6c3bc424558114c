import django.utils.timezone
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def asked_when_started(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Until now every interview asked all questions."""
    apps.get_model("records", "Screening").objects.update(asked_at=models.F("started_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0004_complaint"),
    ]

    operations = [
        migrations.AddField(
            model_name="screening",
            name="asked_at",
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
        migrations.AddField(
            model_name="screening",
            name="settled",
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(asked_when_started, migrations.RunPython.noop),
    ]
