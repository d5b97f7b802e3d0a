"""The first screen tells each role what waits for it, and nothing else."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from indices.models import Edition, IndexAssignment
from provinces.sheets.confirming import preview, upload
from reform_portal import roles
from reform_portal.tasks import tasks_of

pytestmark = pytest.mark.django_db


def person(name: str, role: roles.Role):
    user = get_user_model().objects.create_user(name, is_staff=True)
    user.groups.add(Group.objects.get(name=role.name))
    return user


def labels(user) -> dict[str, int]:
    return {task.label: task.count for task in tasks_of(user)}


def test_each_role_sees_what_waits_for_it(sipas_2020, par_index_2020):
    editor, publisher = person("bien-tap", roles.INDEX_EDITOR), person("phe-duyet", roles.PUBLISHER)
    IndexAssignment.objects.create(user=editor, index=sipas_2020.index)
    Edition.open_draft(par_index_2020.index, 2020)
    draft = Edition.open_draft(sipas_2020.index, 2020, by=editor)
    assert labels(editor) == {"Phiên bản cần hoàn thiện": 1}
    assert labels(publisher) == {}
    draft.submit(by=editor)
    assert labels(editor) == {}
    assert labels(publisher) == {"Phiên bản cần kiểm tra, phê duyệt": 1}


def test_a_sheet_that_waits_for_its_confirmation_leads_back_to_its_preview(client):
    editor = get_user_model().objects.create_superuser("tat-ca")
    run = upload("results", "Mã,Điểm,Hạng\n96,87.40,25\n".encode(), "b.csv", {"edition": "sipas:2020"}, editor)
    preview(run)
    [task] = tasks_of(editor)
    client.force_login(editor)
    page = client.get("/admin/").content.decode()
    assert task.items[0][1] in page
    assert client.get(task.items[0][1]).status_code == 200
