"""Pages about who you are."""

from django.urls import path

from accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.SignInPage.as_view(), name="sign-in"),
    path("sign-out/", views.SignOut.as_view(), name="sign-out"),
    path("account/password/", views.password, name="password"),
    path("enter/", views.enter, name="enter"),
]
