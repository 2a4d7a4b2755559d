"""Forms: from the JSON that people design to what pages show and what answers are judged by.

One compiled form serves the page (`bind`) and the API (`validate_json`) with the same verdict. Schemas are form-js
schemaVersion 19, in the part that `check_schema` accepts.
"""

from app.forms.answers import Shown
from app.forms.binding import CarriedOver
from app.forms.bound import BoundForm, Complaint
from app.forms.compiled import CompiledForm
from app.forms.compiling import check_schema, compile_form, form_warnings
from app.forms.judging import Checked
from app.forms.options import MissingOptions
from app.forms.problems import SchemaInvalid, SchemaProblem

__all__ = [
    "BoundForm",
    "CarriedOver",
    "Checked",
    "CompiledForm",
    "Complaint",
    "MissingOptions",
    "SchemaInvalid",
    "SchemaProblem",
    "Shown",
    "check_schema",
    "compile_form",
    "form_warnings",
]
