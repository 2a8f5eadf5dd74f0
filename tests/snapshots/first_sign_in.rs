//! The screens of a first sign-in in text, and what the home shows afterwards.

use insta::assert_snapshot;

use crate::support::home::{ADA, PASSWORD, TestHome, WRONG};
use crate::{sign_in, submit};

#[test]
fn the_screens_of_a_first_sign_in_in_text() {
    let home = TestHome::simulation();
    home.publish("terms", "1", "# Terms of Service\n\nBe kind.\n");
    home.publish("privacy", "1", "# Privacy Policy\n\nWe keep little.\n");
    home.publish("eula", "1", "# End User Licence Agreement\n\nUse it well.\n");
    home.add_user(ADA, "enterprise");
    let journey = home.journey();
    assert_snapshot!(sign_in(&home, &journey, WRONG), @r"
    exit 3
    ----- stdout
    journey jrn_srj284hg8rdgm58poidr6d3o9778s6dq  expires 2026-03-02 09:30:00 UTC

    Sign In Now

    Enter the email address and the password of your account.

    actions: sign_in, abandon
    fields:  email, password
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    Error: The email address or the password is wrong.
    Hint: Check both and try again, or ask support for a new password.
    ");
    assert_snapshot!(sign_in(&home, &journey, PASSWORD), @r"
    exit 0
    ----- stdout
    journey jrn_srj284hg8rdgm58poidr6d3o9778s6dq  expires 2026-03-02 09:30:00 UTC

    We don't recognize the device.

    We will mail a one-time password to a••••@e••••.org.

    actions: ok, abandon
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    ");
    assert_snapshot!(submit(&home, &journey, &["ok"]), @r"
    exit 0
    ----- stdout
    journey jrn_srj284hg8rdgm58poidr6d3o9778s6dq  expires 2026-03-02 09:30:00 UTC

    OTP Verification

    We mailed a one-time password to a••••@e••••.org.
    Look for the reference Q2D2 in the subject line.
    Tries left: 5. Mails left: 2. Another from 09:01:00 on.

    actions: verify, resend, abandon
    fields:  code
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    ");
    assert_snapshot!(home.code_mail().text, @r"
    Hello,

    Someone is signing in to Vestibule with your address and password from a
    device that we do not know. If this is you, enter this code:

        611275

    It works once, for 10 minutes, and only on the screen that shows the
    reference Q2D2. A newer mail makes it void.

    If this was not you, someone knows your password. Give the code to nobody,
    not even to support: nobody at Vestibule will ask for it. Ask the support
    of Vestibule to reset your password.
    ");
    let code = format!("code={}", home.otp());
    assert_snapshot!(submit(&home, &journey, &["resend"]), @r"
    exit 6
    ----- stdout
    journey jrn_srj284hg8rdgm58poidr6d3o9778s6dq  expires 2026-03-02 09:30:00 UTC

    OTP Verification

    We mailed a one-time password to a••••@e••••.org.
    Look for the reference Q2D2 in the subject line.
    Tries left: 5. Mails left: 2. Another from 09:01:00 on.

    actions: verify, resend, abandon
    fields:  code
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    Error: A mail was sent only a moment ago.
    Hint: Wait a little, look into the spam folder, then ask again. That is in 60 seconds.
    ");
    assert_snapshot!(submit(&home, &journey, &["verify", &code]), @r"
    exit 0
    ----- stdout
    journey jrn_srj284hg8rdgm58poidr6d3o9778s6dq  expires 2026-03-02 09:30:00 UTC

    Terms of Service and Privacy Policy

    Read the documents, then accept the required ones to go on.
    Documents that need no acceptance are there for you to read.

    Terms of Service (terms, version 1, to accept)
    SHA-256 29e3ee402174b4ba30da5aef19c50b323349cbc4f6122008828bf675d17c47a3

    # Terms of Service

    Be kind.


    Privacy Policy (privacy, version 1, to accept)
    SHA-256 f966425faf75794eaf78865f70669702a695f21f79b84e6c78bc288a2de1fec4

    # Privacy Policy

    We keep little.


    End User Licence Agreement (eula, version 1, to read)
    SHA-256 7ad7103b70febc0664ef3480783ffa4b75e1c62625d1b0a346e1e2e1075e49c2

    # End User Licence Agreement

    Use it well.


    actions: accept_and_continue, decline, abandon
    fields:  accept
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    ");
    assert_snapshot!(submit(&home, &journey, &["accept_and_continue", "accept=terms"]), @r"
    exit 3
    ----- stdout
    journey jrn_srj284hg8rdgm58poidr6d3o9778s6dq  expires 2026-03-02 09:30:00 UTC

    Terms of Service and Privacy Policy

    Read the documents, then accept the required ones to go on.
    Documents that need no acceptance are there for you to read.

    Terms of Service (terms, version 1, to accept)
    SHA-256 29e3ee402174b4ba30da5aef19c50b323349cbc4f6122008828bf675d17c47a3

    # Terms of Service

    Be kind.


    Privacy Policy (privacy, version 1, to accept)
    SHA-256 f966425faf75794eaf78865f70669702a695f21f79b84e6c78bc288a2de1fec4

    # Privacy Policy

    We keep little.


    End User Licence Agreement (eula, version 1, to read)
    SHA-256 7ad7103b70febc0664ef3480783ffa4b75e1c62625d1b0a346e1e2e1075e49c2

    # End User Licence Agreement

    Use it well.


    actions: accept_and_continue, decline, abandon
    fields:  accept
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    Error: Not accepted yet: privacy.
    Hint: Accept every required document, or decline.
    ");
    assert_snapshot!(submit(&home, &journey, &["accept_and_continue", "accept=terms", "accept=privacy"]), @r"
    exit 0
    ----- stdout
    journey jrn_srj284hg8rdgm58poidr6d3o9778s6dq  expires 2026-03-02 09:30:00 UTC

    Multi-Factor Authentication Required

    Your account must be protected by an authenticator app before you can go on.

    actions: activate, abandon
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    ");
    assert_snapshot!(submit(&home, &journey, &["activate"]), @r"
    exit 0
    ----- stdout
    journey jrn_srj284hg8rdgm58poidr6d3o9778s6dq  expires 2026-03-02 09:30:00 UTC

    Confirm Password

    Enter your current password to go on with the activation.
    Tries left: 5.

    actions: confirm, abandon
    fields:  password
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    ");
    let confirmed = submit(&home, &journey, &["confirm", &format!("password={PASSWORD}")]);
    assert_snapshot!(confirmed, @r"
    exit 0
    ----- stdout
    journey jrn_srj284hg8rdgm58poidr6d3o9778s6dq  expires 2026-03-02 09:30:00 UTC

    Set up an authenticator app

    Install an authenticator app on your phone, scan the QR code with it, or type the secret in.
    Then enter the code that the app shows.
      Google Authenticator for Android: https://play.google.com/store/apps/details?id=com.google.android.apps.authenticator2
      Microsoft Authenticator for Android: https://play.google.com/store/apps/details?id=com.azure.authenticator
      Google Authenticator for iOS: https://apps.apple.com/app/google-authenticator/id388497605
      Microsoft Authenticator for iOS: https://apps.apple.com/app/microsoft-authenticator/id983156458

    █████████████████████████████████████████████
    █████████████████████████████████████████████
    ████ ▄▄▄▄▄ █▄▀▀▄▄▀▄ ▄▀▀▄  █▄█▀▄█▀█ ▄▄▄▄▄ ████
    ████ █   █ ███▄█   ▀▀▄▄▄  ▀▀▄ ▄▄ █ █   █ ████
    ████ █▄▄▄█ ██▄▀▄▀▄ █ ▄▀▀ ▄▄ ▀███ █ █▄▄▄█ ████
    ████▄▄▄▄▄▄▄█ █ ▀▄▀ ▀ ▀▄█▄█ ▀ ▀ █▄█▄▄▄▄▄▄▄████
    ████  █▄▄▀▄██ ▄▄▀  ▀ ▀██ █ █▄▀ ▀█▀▄▀▀▀▀▀▄████
    ████ ▀▀ ▄▄▄█▄ █ ▀ ███▀▀▄  ▀ ███▄▄▀ ▄█ ▀█ ████
    ████▀▄███▀▄▄█▄█▄▄█ █  ▀ ▀██▀▀▀▀  █▄█▀▄▀▀▄████
    ████  ▀█▀█▄▄ ▄█ ▄ ▄▀ █▄█▀█ █▄▄▄▄ ▀▀▀▀▄   ████
    ██████   █▄▄▀▄▄▀▀▀▄▀▀ █▀▄█ ▄█ ▄▄█▀▄▀██▄ ▄████
    ████▀▄▄▀▄█▄▀▀▀█▄▀▄▀▀▀ ▀ ▀  ▄█▀▀▄█▄▄▄▀▄██ ████
    █████▄▄ █▄▄▀▀▄██▄█▀▄▄█ █▀█▄▀▄▀  ▄ ▄▀▀ █▀▄████
    ████▄█▄█▀█▄▀▄▄▄█▄█▄ █▀ █▀ ▄▄ ▄▀▄██  ▀█ ▀ ████
    ████▀▀▄ █▄▄▀▄▄██▀▄ ▀▄█ ▄ ▄  █▀█  █▄ ▀ ▀▀▄████
    ████ ▄▀▀▄ ▄██▄██▀▀ █▄▀▀▄██ ▀▀█▀▄▀▄▀▄▀▀▀ ▄████
    ████▄█▄█▄█▄█ ██ ▄██▀▀▄▀▀▀▀▄▄▄▄█▄ ▄▄▄ ▀ ▀█████
    ████ ▄▄▄▄▄ ██▀█▀▄ ▄▀ ▄█ ▄▄ ▄█▀█▀ █▄█  ▄█ ████
    ████ █   █ █ ▄ ▄▀ █▀▄   ███▀▄▀█▄▄   ▄ █ ▄████
    ████ █▄▄▄█ █▀█▄ ▀ █ █▀▀█▀▄▀▄▀▄▀ ▄▄▀▄▄▀   ████
    ████▄▄▄▄▄▄▄█▄█▄▄▄▄██▄██▄█▄█▄███▄▄█▄█▄███▄████
    █████████████████████████████████████████████
    █████████████████████████████████████████████

    Secret: BYS5 DOWC QCGG UGCU 3D6M 3DSG 6OW7 XNQO
    URI: otpauth://totp/Vestibule:ada@example.org?secret=BYS5DOWCQCGGUGCU3D6M3DSG6OW7XNQO&issuer=Vestibule
    Tries left: 5.

    actions: verify, abandon
    fields:  code
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    ");
    let secret = journey.to_setup(PASSWORD);
    let code = format!("code={}", home.totp(&secret));
    assert_snapshot!(submit(&home, &journey, &["verify", &code]), @r"
    exit 0
    ----- stdout
    journey jrn_srj284hg8rdgm58poidr6d3o9778s6dq  expires 2026-03-02 09:30:00 UTC

    Save your recovery codes

    Each code lets you in once without your phone. Keep them where only you can find them.
    They work once you continue, and are not shown again after that.
      3R4J-7RAL-2QT3-XDPP-BLQT-SY7L
      G5GR-LPXF-KGFO-ILCE-23IP-PXCV
      MGZX-7YJD-5AL3-BR2V-XUCS-FH3L
      OPB6-QKDP-GN2H-FJ4A-5GG4-5OWU
      DVKO-ZSS6-BFNE-X3VL-OKRF-4WUO
      2S62-C44M-BKU5-JTU4-X4L5-546W
      MKFJ-YL2I-DI23-JMSV-BOZJ-6OFZ
      FSQU-AXNH-QPV6-QZAW-T2FE-GO5V
      7F6V-J445-WOZV-NUFT-TFB3-E6TK
      K4N4-3J6R-OSFB-NJH6-TQ7Z-M4CN

    actions: continue, abandon
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    ");
    assert_snapshot!(submit(&home, &journey, &["continue"]), @r"
    exit 0
    ----- stdout
    journey jrn_srj284hg8rdgm58poidr6d3o9778s6dq  expires 2026-03-02 09:30:00 UTC

    Signed in

    You are signed in.
    Session ses_06earhkqg3ta1f32fh9buc40 ends at 2026-03-02 21:00:00 UTC.
    Session token: vst_7fm3hudd9flarb8rnukjkfd8s7a096rlf8ebb4idv8ma027e0dog
    Device token: vdt_5frnab8bi36sqtl955849isioikmme037qgnd0ovug63676qo8bg
    Recovery codes left: 10.
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    ");
    assert_snapshot!(home.run(&["user", "show", ADA]), @r"
    exit 0
    ----- stdout
    id              usr_06earhkqg34a92qfj41nn07h
    address         ada@example.org
    name            -
    project type    enterprise
    state           enabled
    created         2026-03-02 09:00:00 UTC
    password        argon2id, set 2026-03-02 09:00:00 UTC
    authenticator   since 2026-03-02 09:00:00 UTC
    recovery codes  10
    accepted        terms 1, privacy 1
    devices         1
    sessions        1
    last sign-in    2026-03-02 09:00:00 UTC
    locked until    -
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    ");
    assert_snapshot!(home.run(&["user", "list"]), @r"
    exit 0
    ----- stdout
    ADDRESS          PROJECT     STATE    MFA  NAME
    a••••@e••••.org  enterprise  enabled  yes
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    ");
    assert_snapshot!(home.run(&["device", "list", ADA]), @r"
    exit 0
    ----- stdout
    DEVICE                        STATE    TRUSTED UNTIL            USER AGENT
    dev_06earhkqg2796id8hrc286k6  trusted  2026-04-01 09:00:00 UTC
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    ");
    assert_snapshot!(home.run(&["mail", "list"]), @r"
    exit 0
    ----- stdout
    MAIL                          STATE  QUEUED                   TO               SUBJECT
    msg_06earhkqg1eii0fnr3n58boq  sent   2026-03-02 09:00:00 UTC  a••••@e••••.org  [Vestibule] Please v…
    msg_06earhkqg0b01kj67l8511s6  sent   2026-03-02 09:00:00 UTC  a••••@e••••.org  [Vestibule] An authe…
    msg_06earhkqg2qilha02f80ek2o  sent   2026-03-02 09:00:00 UTC  a••••@e••••.org  [Vestibule] A new de…
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    ");
    assert_snapshot!(home.run(&["journey", "list"]), @r"
    exit 0
    ----- stdout
    JOURNEY           STATE      STARTED                  ADDRESS
    jrh_o44kpvq88hbr  signed_in  2026-03-02 09:00:00 UTC  a••••@e••••.org
    ----- stderr
    This is a simulation home: its clock and its generator are not real.
    ");
}
