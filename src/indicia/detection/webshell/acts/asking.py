"""What a call does that is none of a function of the script."""

from msgspec.structs import replace

from indicia.detection.webshell.acts.objects.order import OF_JAVA, OF_NET
from indicia.detection.webshell.acts.php.order import OF_PHP
from indicia.detection.webshell.state.page import Page
from indicia.detection.webshell.state.site import Call
from indicia.detection.webshell.tokens import words
from indicia.detection.webshell.values.value import NOTHING, Value


def act(page: Page, call: Call) -> Value:
    """Ask the acts of the language, in order; gives what the first one says that knows the call."""
    if page.php:
        acts = OF_PHP
        if "\\" in call.name:
            call = replace(call, name=call.name.rpartition("\\")[2])
        page.acts = page.acts or call.name in words.ACTS
    else:
        acts = OF_JAVA if page.java else OF_NET
    for ask in acts:
        answer = ask(page, call)
        if answer is not None:
            return answer
    return NOTHING
