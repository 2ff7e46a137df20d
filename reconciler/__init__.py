"""Schedule-as-code for group classes.

YAML text becomes a schedule (`load`), a schedule becomes occurrences (`expand`), occurrences
are compared with the activities that the booking system already has (`altegio`, `planner`),
and the resulting plan is shown (`render`) or carried out (`apply`). `pipeline` is the stages
in their order; `cli` is the terminal around them; `model` holds the nouns that flow.
"""

__version__ = "0.1.0"
