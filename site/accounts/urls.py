"""The addresses of the door and of one's own account.

Those of the first list are found by us, those of the second by django-allauth, under the names it looks for.
What allauth has besides (sign-up, other sites' accounts, codes by mail or telephone) has no address here.
"""

from django.urls import include, path, re_path

from accounts import doors, views

ours = (
    [
        path("login/", doors.Login.as_view(), name="login"),
        path("login/once/<str:token>/", views.once, name="once"),
        path("login/forgotten/", views.forgotten, name="forgotten"),
        path("logout/", views.logout, name="logout"),
        path("account/password/", views.password, name="password"),
        path("account/sessions/", views.sessions, name="sessions"),
    ],
    "accounts",
)

urlpatterns = [
    path("", include(ours)),
    path("login/", doors.Login.as_view(), name="account_login"),
    path("login/passkey/", doors.LoginByPasskey.as_view(), name="mfa_login_webauthn"),
    path("login/code/", doors.Code.as_view(), name="mfa_authenticate"),
    path("account/", doors.Factors.as_view(), name="mfa_index"),
    path("account/again/", doors.PasswordAgain.as_view(), name="account_reauthenticate"),
    path("account/again/code/", doors.CodeAgain.as_view(), name="mfa_reauthenticate"),
    path("account/again/passkey/", doors.PasskeyAgain.as_view(), name="mfa_reauthenticate_webauthn"),
    path("account/app/", doors.AddApp.as_view(), name="mfa_activate_totp"),
    path("account/app/off/", doors.DropApp.as_view(), name="mfa_deactivate_totp"),
    path("account/passkeys/", doors.Passkeys.as_view(), name="mfa_list_webauthn"),
    path("account/passkeys/new/", doors.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/", doors.RenamePasskey.as_view(), name="mfa_edit_webauthn"),
    path("account/passkeys/<int:pk>/remove/", doors.DropPasskey.as_view(), name="mfa_remove_webauthn"),
    path("account/codes/", doors.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("account/codes/new/", doors.NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("account/email/", doors.Email.as_view(), name="account_email"),
    re_path(
        r"^account/email/confirm/(?P<key>[-:\w]+)/$",
        doors.ConfirmEmail.as_view(),
        name="account_confirm_email",
    ),
]
