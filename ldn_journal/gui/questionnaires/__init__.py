"""The Questionnaires page: short sets of questions for a week or a month, filled in by keyboard, with what came of them."""
