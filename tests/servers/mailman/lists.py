"""Makes the lists: lists.py LANGUAGE..."""
import sys

from mailman.app.lifecycle import create_list
from mailman.core.initialize import initialize
from mailman.database.transaction import transaction
from mailman.interfaces.action import Action
from mailman.interfaces.domain import IDomainManager
from zope.component import getUtility


def make(name, **settings):
    mlist = create_list(f"{name}@lists.example.net", ["robin@news.example.net"])
    mlist.admin_immed_notify = False
    mlist.send_welcome_message = False
    for key, value in settings.items():
        setattr(mlist, key, value)
    return mlist


initialize()
with transaction():
    getUtility(IDomainManager).add("lists.example.net")
    make("anna", default_nonmember_action=Action.reject)
    make("bert", default_nonmember_action=Action.hold)
    make("emil", emergency=True, default_nonmember_action=Action.accept)
    for language in sys.argv[1:]:
        name = language.lower().replace("_", "-")
        make(name, default_nonmember_action=Action.reject,
             preferred_language=language)
        make(name + "-2", default_nonmember_action=Action.hold,
             preferred_language=language)
