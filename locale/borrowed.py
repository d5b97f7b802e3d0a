"""Texts of Django and its companions that officials meet, and whose own Vietnamese is missing, wrong or unnatural."""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy as ngettext

# What has no Vietnamese of its own.
LACKING = (
    _("Select this object for an action - {}"),
    _("Breadcrumbs"),
    _("Model name"),
    _("Add link"),
    _("Change or view list link"),
    _("After you’ve created a user, you’ll be able to edit more user options."),
    _("Error:"),
    _("Set password"),
    _("Skip to main content"),
    _("Hide counts"),
    _("Show counts"),
    _("Toggle theme (current theme: auto)"),
    _("Toggle theme (current theme: light)"),
    _("Toggle theme (current theme: dark)"),
    _("Added:"),
    _("Changed:"),
    _("Deleted:"),
    _("Forgotten your login credentials?"),
    _("Toggle navigation"),
    _("Sidebar"),
    _("Filter navigation items"),
    _("View selected %(model)s"),
    _("In case you’ve forgotten, you are:"),
    _("Select all objects on this page for an action"),
    _("Set password: %s"),
    _("Reset password"),
    _("Enabled"),
    _("Disabled"),
    _("Password-based authentication"),
    _("Raw passwords are not stored, so there is no way to see the user’s password."),
    _(
        "Enter a valid username. This value may contain only unaccented lowercase a-z and uppercase A-Z letters, "
        "numbers, and @/./+/-/_ characters."
    ),
    _("Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
    _("“%(pk)s” is not a valid value."),
    _("Enter a complete value."),
    _("Null characters are not allowed."),
    _("Forbidden"),
    _("CSRF verification failed. Request aborted."),
    _("Enter a valid JSON."),
    _("%(model)s instance with %(field)s %(value)r does not exist."),
    _("Account locked: too many login attempts. Please try again later."),
    _("Ensure this value is a multiple of step size %(limit_value)s."),
    _("Constraint “%(name)s” is violated."),
    _("“%(value)s” value must be a decimal number."),
    _("“%(value)s” value must be an integer."),
    _("“%(value)s” value has an invalid date format. It must be in YYYY-MM-DD format."),
    _("“%(value)s” value must be either True or False."),
    _(
        "ManagementForm data is missing or has been tampered with. Missing fields: %(field_names)s. You may "
        "need to file a bug report if the issue persists."
    ),
    _("The inline value did not match the parent instance."),
    _("Conflicting form data submitted. Please try again."),
    _("%(model)s instance with %(field)s %(value)r is not a valid choice."),
    _("That page number is not an integer"),
    _("That page number is less than 1"),
    _("That page contains no results"),
    _(
        "You are seeing this message because this site requires a CSRF cookie when submitting forms. This "
        "cookie is required for security reasons, to ensure that your browser is not being hijacked by third "
        "parties."
    ),
    _(
        "If you have configured your browser to disable cookies, please re-enable them, at least for this "
        "site, or for “same-origin” requests."
    ),
    _("More information is available with DEBUG=True."),
    _("File extension “%(extension)s” is not allowed. Allowed extensions are: %(allowed_extensions)s."),
    _("Export selected %(verbose_name_plural)s"),
    _("Import"),
)

# What has one that misleads or sounds foreign.
RECAST = (
    _("Action:"),
    _("Go"),
    _("Run the selected action"),
    _("Delete selected %(verbose_name_plural)s"),
    _("Successfully deleted %(count)d %(items)s."),
    _("Cannot delete %(name)s"),
    _("Delete multiple objects"),
    _("0 of %(cnt)s selected"),
    _("Items must be selected in order to perform actions on them. No items have been changed."),
    _("No action selected."),
    _("Click here to select the objects across all pages"),
    _("Select all %(total_count)s %(module_name)s"),
    _("Clear selection"),
    _(" By %(filter_title)s "),
    _("Clear all filters"),
    _("Any date"),
    _("Past 7 days"),
    _("No date"),
    _("Empty"),
    _("Not empty"),
    _("Unknown"),
    _("All dates"),
    _("Sorting priority: %(priority_number)s"),
    _("Toggle sorting"),
    _("Start typing to filter…"),
    _("Select %s to change"),
    _("%(full_result_count)s total"),
    _("None"),
    _("Add"),
    _("Change"),
    _("Add %(name)s"),
    _("Change %s"),
    _("History"),
    _("View site"),
    _("View on site"),
    _("Change:"),
    _("Save"),
    _("Save and add another"),
    _("Save and continue editing"),
    _("Save and view"),
    _("Delete?"),
    _("Remove"),
    _("Add another %(verbose_name)s"),
    _("Add another %(model)s"),
    _("Change selected %(model)s"),
    _("Popup closing…"),
    _("Hold down “Control”, or “Command” on a Mac, to select more than one."),
    _("The {name} “{obj}” was added successfully."),
    _("You may edit it again below."),
    _("The {name} “{obj}” was added successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully. You may edit it again below."),
    _("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully."),
    _("The %(name)s “%(obj)s” was deleted successfully."),
    _("%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?"),
    _(
        "Deleting the %(object_name)s '%(escaped_object)s' would result in deleting related objects, but your "
        "account doesn't have permission to delete the following types of objects:"
    ),
    _(
        "Deleting the %(object_name)s '%(escaped_object)s' would require deleting the following protected "
        "related objects:"
    ),
    _(
        'Are you sure you want to delete the %(object_name)s "%(escaped_object)s"? All of the following '
        "related items will be deleted:"
    ),
    _(
        "Deleting the selected %(objects_name)s would result in deleting related objects, but your account "
        "doesn't have permission to delete the following types of objects:"
    ),
    _("Deleting the selected %(objects_name)s would require deleting the following protected related objects:"),
    _(
        "Are you sure you want to delete the selected %(objects_name)s? All of the following objects and "
        "their related items will be deleted:"
    ),
    _(
        "Deleting %(class_name)s %(instance)s would require deleting the following protected related objects: "
        "%(related_objects)s"
    ),
    _("Objects"),
    _("Yes, I’m sure"),
    _("No, take me back"),
    _("Administration"),
    _("Site administration"),
    _("%(app)s administration"),
    _("Models in the %(name)s application"),
    _("You don’t have permission to view or edit anything."),
    _("Recent actions"),
    _("My actions"),
    _("None available"),
    _("Unknown content"),
    _("Welcome,"),
    _("Log out"),
    _("Logged out"),
    _("Thanks for spending some quality time with the web site today."),
    _("Log in again"),
    _(
        "Please enter the correct %(username)s and password for a staff account. Note that both fields may be "
        "case-sensitive."
    ),
    _("Please enter a correct %(username)s and password. Note that both fields may be case-sensitive."),
    _("This account is inactive."),
    _(
        "You are authenticated as %(username)s, but are not authorized to access this page. Would you like to "
        "login to a different account?"
    ),
    _("Password change"),
    _("Password change successful"),
    _("Your password was changed."),
    _(
        "Please enter your old password, for security’s sake, and then enter your new password twice so we "
        "can verify you typed it in correctly."
    ),
    _("Change my password"),
    _("Old password"),
    _("Your old password was entered incorrectly. Please enter it again."),
    _("Enter new password"),
    _("New password"),
    _("New password confirmation"),
    _("Enter the same password as before, for verification."),
    _("The two password fields didn’t match."),
    _("Password reset complete"),
    _("Password reset unsuccessful"),
    _("Password reset"),
    _("Password reset sent"),
    _("Reset my password"),
    _("Email address:"),
    _("Forgotten your password? Enter your email address below, and we’ll email instructions for setting a new one."),
    _(
        "We’ve emailed you instructions for setting your password, if an account exists with the email you "
        "entered. You should receive them shortly."
    ),
    _(
        "If you don’t receive an email, please make sure you’ve entered the address you registered with, and "
        "check your spam folder."
    ),
    _("You're receiving this email because you requested a password reset for your user account at %(site_name)s."),
    _("Please go to the following page and choose a new password:"),
    _("Thanks for using our site!"),
    _("The %(site_name)s team"),
    _("Password reset on %(site_name)s"),
    _("Your password can’t be too similar to your other personal information."),
    _("Your password can’t be a commonly used password."),
    _("Your password can’t be entirely numeric."),
    _("This password is too common."),
    _("This password is entirely numeric."),
    _("The password is too similar to the %(verbose_name)s."),
    _("Authentication and Authorization"),
    _("group"),
    _("groups"),
    _("user"),
    _("users"),
    _("permissions"),
    _("permission"),
    _("username"),
    _("Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only."),
    _("A user with that username already exists."),
    _("Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters."),
    _("first name"),
    _("last name"),
    _("email address"),
    _("password"),
    _("last login"),
    _("date joined"),
    _("staff status"),
    _("Designates whether the user can log into this admin site."),
    _("active"),
    _("Designates whether this user should be treated as active. Unselect this instead of deleting accounts."),
    _("superuser status"),
    _("Designates that this user has all permissions without explicitly assigning them."),
    _("The groups this user belongs to. A user will get all permissions granted to each of their groups."),
    _("This field is required."),
    _("This field cannot be null."),
    _("This field cannot be blank."),
    _("Enter a whole number."),
    _("Enter a valid date."),
    _("Enter a valid time."),
    _("Enter a valid date/time."),
    _("Enter a valid email address."),
    _("No file was submitted."),
    _("No file was submitted. Check the encoding type on the form."),
    _("The submitted file is empty."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
    _("%(model_name)s with this %(field_label)s already exists."),
    _("%(model_name)s with this %(field_labels)s already exists."),
    _("Please correct the duplicate data for %(field)s."),
    _("Please correct the duplicate data for %(field)s, which must be unique."),
    _("Please correct the duplicate values below."),
    _("Database error"),
)

# What counts; some of these have no Vietnamese for the plural and came out in English.
COUNTED = (
    ngettext("Please correct the error below.", "Please correct the errors below."),
    ngettext("%(total_count)s selected", "All %(total_count)s selected"),
    ngettext("%(counter)s result", "%(counter)s results"),
    ngettext("entry", "entries"),
    ngettext("%(sel)s of %(cnt)s selected", "%(sel)s of %(cnt)s selected"),
    ngettext("Note: You are %s hour ahead of server time.", "Note: You are %s hours ahead of server time."),
    ngettext("Note: You are %s hour behind server time.", "Note: You are %s hours behind server time."),
    ngettext("%(count)s %(name)s was changed successfully.", "%(count)s %(name)s were changed successfully."),
    ngettext(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    ngettext(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
    ),
    ngettext(
        "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
    ),
    ngettext(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
    ),
    ngettext(
        "Ensure that there are no more than %(max)s digit in total.",
        "Ensure that there are no more than %(max)s digits in total.",
    ),
    ngettext(
        "Ensure that there are no more than %(max)s decimal place.",
        "Ensure that there are no more than %(max)s decimal places.",
    ),
    ngettext(
        "Ensure that there are no more than %(max)s digit before the decimal point.",
        "Ensure that there are no more than %(max)s digits before the decimal point.",
    ),
    ngettext(
        "Ensure this filename has at most %(max)d character (it has %(length)d).",
        "Ensure this filename has at most %(max)d characters (it has %(length)d).",
    ),
    ngettext("Please submit at most %(num)d form.", "Please submit at most %(num)d forms."),
    ngettext("Please submit at least %(num)d form.", "Please submit at least %(num)d forms."),
)
