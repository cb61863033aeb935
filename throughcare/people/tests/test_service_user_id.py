"""The service-user ID: one for life, with a letter that notices a slip."""

import pytest

from throughcare.people.actions import service_user_id


@pytest.mark.parametrize("number", [1, 42, 9_999, 1_234_567])
def test_a_slip_of_one_digit_or_two_digits_changed_round_is_noticed(number):
    right = service_user_id(number)
    digits, letter = right[:-1], right[-1]
    for place, digit in enumerate(digits):
        wrong = [digits[:place] + other + digits[place + 1 :] for other in "0123456789" if other != digit]
        if place + 1 < len(digits) and digits[place + 1] != digit:
            wrong.append(digits[:place] + digits[place + 1] + digit + digits[place + 2 :])
        assert all(service_user_id(int(one))[-1] != letter for one in wrong)


def test_ids_differ_and_leave_out_letters_that_look_like_figures():
    ids = [service_user_id(number) for number in range(1, 2000)]
    assert len(set(ids)) == len(ids)
    assert not {one[-1] for one in ids} & set("IO")
