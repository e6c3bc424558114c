import uuid

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0007_letters"),
    ]

    operations = [
        migrations.CreateModel(
            name="Measurement",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "person_id", "id", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("instrument", models.CharField(max_length=40)),
                (
                    "context",
                    models.CharField(
                        choices=[("day", "Day"), ("week", "Week"), ("before", "Before"), ("after", "After")],
                        max_length=10,
                    ),
                ),
                ("set_id", models.UUIDField(null=True)),
                ("taken_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("finished_at", models.DateTimeField(null=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("answers", models.JSONField(default=dict)),
                ("about", models.JSONField(default=dict)),
                ("score", models.FloatField(null=True)),
                ("output", models.JSONField(default=dict)),
                ("knowledge_version", models.CharField(blank=True, default="", max_length=40)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="records.person"
                    ),
                ),
            ],
            options={
                "ordering": ("-taken_at",),
                "constraints": [
                    models.UniqueConstraint(fields=("person", "set_id", "instrument"), name="asked_once_in_a_set"),
                ],
            },
        ),
    ]
