"""What a call is refused with."""

import pytest

from clients import VendorError


def code_of(function, *arguments, **fields):
    with pytest.raises(VendorError) as refused:
        function(*arguments, **fields)
    return refused.value.code
