"""Settings: whom to call, how it looks."""

from __future__ import annotations

from django.urls import reverse

from unknot.refer import load_refer_data


def test_without_a_country_no_number_is_claimed_to_be_the_right_one(client):
    page = client.get(reverse("help:stop_signs")).text

    assert 'href="tel:112"' in page
    assert 'href="tel:911"' in page
    assert "Call your local emergency number now." in page
    assert "neither works everywhere" in page


def test_the_chosen_country_decides_which_number_is_shown(client, owner):
    client.post(reverse("preferences:country"), {"country": "US"})

    page = client.get(reverse("help:stop_signs")).text

    assert 'href="tel:911"' in page
    assert 'href="tel:112"' not in page


def test_every_country_shows_at_least_one_emergency_number(client, owner):
    for code, country in load_refer_data().countries.items():
        owner.country = code
        owner.save()

        page = client.get(reverse("help:stop_signs")).text

        assert 'href="tel:' in page, country.name


def test_settings_are_kept_and_used(client, owner):
    chosen = {"country": "DE", "units": "metric", "language": "en", "text_size": "larger", "theme": "dark"}

    client.post(reverse("preferences:settings"), chosen)

    page = client.get(reverse("home:start")).text
    owner.refresh_from_db()
    assert owner.sound is False
    assert 'data-theme="dark" data-text="larger"' in page


def test_a_setting_that_does_not_exist_is_refused(client, owner):
    response = client.post(reverse("preferences:settings"), {"theme": "neon"})

    owner.refresh_from_db()
    assert response.status_code == 422
    assert owner.theme == "system"
