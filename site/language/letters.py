"""What the site says about readers' letters, in each language that has words for it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class LetterWords:
    """The words under a text, in the form of a letter, and of what came of it; braces are filled in."""

    title: str
    one: str
    many: str
    none: str
    by_author: str
    mended: str
    answer: str
    write: str
    write_to: str
    answer_to: str
    yours: str
    markdown: str
    read_first: str
    at_once: str
    name: str
    email: str
    as_person: str
    send: str
    cancel: str
    leave_empty: str
    closed: str
    to_mend: str
    missing: str
    nameless: str
    too_long: str
    bad_email: str
    one_line: str
    quick: str
    old: str
    trapped: str
    links: str
    blocked: str
    network: str
    many_sent: str
    sent: str
    waits: str
    stands: str
    aside: str
    taken_away: str
    see: str
    back: str
    mend: str
    mend_until: str
    too_late: str
    save: str


ENGLISH = LetterWords(
    title="Letters",
    one="One letter",
    many="{n} letters",
    none="No letters yet.",
    by_author="author",
    mended="mended",
    answer="Answer",
    write="Write a letter",
    write_to="A letter to {title}",
    answer_to="An answer to {name}",
    yours="Your letter",
    markdown="Markdown works: *emphasis*, **strong**, > quotation, `code`, links.",
    read_first="Letters are read before they appear.",
    at_once="Letters appear at once.",
    name="Name",
    email="E-mail, not shown",
    as_person="You write as {name}.",
    send="Send",
    cancel="Close the form",
    leave_empty="Leave this empty",
    closed="Letters to this text are closed.",
    to_mend="Not sent yet. What you wrote is here.",
    missing="A letter has some words.",
    nameless="Say who writes.",
    too_long="A letter may have {n} characters.",
    bad_email="This is no e-mail address. It may stay empty.",
    one_line="A name stands on one line.",
    quick="That was quick, as machines are. Send it again in a few seconds.",
    old="This form was open for more than a day. It is new now: send it again.",
    trapped="A field that people do not see was filled in. It is empty now: send it again.",
    links="A letter here may have {n} links; this one has {has}.",
    blocked="Letters with “{word}” in them are not taken here.",
    network="Letters from your network are not taken here.",
    many_sent="Many letters came from your network just now. Send yours again in a quarter of an hour.",
    sent="Your letter",
    waits="It is kept, and waits to be read. Then it stands under the text.",
    stands="It stands.",
    aside="It looks like an advertisement, so it was set aside. An editor may still let it stand.",
    taken_away="It does not stand.",
    see="See it under the text",
    back="Back to the text",
    mend="Mend it",
    mend_until="You can mend it for ten minutes.",
    too_late="A letter can be mended for ten minutes, by whoever wrote it.",
    save="Save",
)

GERMAN = LetterWords(
    title="Zuschriften",
    one="Eine Zuschrift",
    many="{n} Zuschriften",
    none="Noch keine Zuschriften.",
    by_author="schrieb den Text",
    mended="verbessert",
    answer="Antworten",
    write="Etwas schreiben",
    write_to="Eine Zuschrift zu {title}",
    answer_to="Eine Antwort an {name}",
    yours="Ihre Zuschrift",
    markdown="Markdown gilt: *betont*, **stark**, > Zitat, `Code`, Links.",
    read_first="Zuschriften werden gelesen, bevor sie erscheinen.",
    at_once="Zuschriften erscheinen sofort.",
    name="Name",
    email="E-Mail, nicht gezeigt",
    as_person="Sie schreiben als {name}.",
    send="Absenden",
    cancel="Formular schließen",
    leave_empty="Dieses Feld leer lassen",
    closed="Zu diesem Text kann man nicht mehr schreiben.",
    to_mend="Noch nicht abgeschickt. Was Sie schrieben, steht hier.",
    missing="Eine Zuschrift hat ein paar Wörter.",
    nameless="Sagen Sie, wer schreibt.",
    too_long="Eine Zuschrift darf {n} Zeichen haben.",
    bad_email="Das ist keine E-Mail-Adresse. Das Feld darf leer bleiben.",
    one_line="Ein Name steht auf einer Zeile.",
    quick="Das ging so schnell wie bei Maschinen. Schicken Sie es in ein paar Sekunden noch einmal ab.",
    old="Dieses Formular war länger als einen Tag offen. Nun ist es neu: Schicken Sie es noch einmal ab.",
    trapped="Ein Feld, das Menschen nicht sehen, war ausgefüllt. Nun ist es leer: Senden Sie noch einmal.",
    links="Eine Zuschrift darf hier {n} Links haben; diese hat {has}.",
    blocked="Zuschriften mit „{word}“ werden hier nicht angenommen.",
    network="Zuschriften aus Ihrem Netz werden hier nicht angenommen.",
    many_sent="Aus Ihrem Netz kamen gerade viele Zuschriften. Schicken Sie Ihre in einer Viertelstunde ab.",
    sent="Ihre Zuschrift",
    waits="Sie ist aufbewahrt und wartet darauf, gelesen zu werden. Dann steht sie unter dem Text.",
    stands="Sie steht.",
    aside="Sie sieht aus wie Werbung und wurde beiseitegelegt. Die Redaktion kann sie noch stehen lassen.",
    taken_away="Sie steht nicht.",
    see="Unter dem Text ansehen",
    back="Zurück zum Text",
    mend="Verbessern",
    mend_until="Zehn Minuten lang können Sie sie verbessern.",
    too_late="Eine Zuschrift kann zehn Minuten lang verbessert werden, von dem, der sie schrieb.",
    save="Sichern",
)

PERSIAN = LetterWords(
    title="نامه‌ها",
    one="یک نامه",
    many="{n} نامه",
    none="هنوز نامه‌ای نیست.",
    by_author="نویسنده",
    mended="اصلاح‌شده",
    answer="پاسخ",
    write="نوشتن نامه",
    write_to="نامه‌ای دربارهٔ {title}",
    answer_to="پاسخ به {name}",
    yours="نامهٔ شما",
    markdown="مارک‌داون کار می‌کند: *تأکید*، **پررنگ**، > نقل‌قول، `کد`، پیوند.",
    read_first="نامه‌ها پیش از نمایش خوانده می‌شوند.",
    at_once="نامه‌ها بی‌درنگ نمایش داده می‌شوند.",
    name="نام",
    email="ایمیل، نشان داده نمی‌شود",
    as_person="شما با نام {name} می‌نویسید.",
    send="فرستادن",
    cancel="بستن فرم",
    leave_empty="این را خالی بگذارید",
    closed="نامه‌نوشتن برای این متن بسته است.",
    to_mend="هنوز فرستاده نشده است. آنچه نوشتید همین‌جاست.",
    missing="نامه چند واژه می‌خواهد.",
    nameless="بگویید چه کسی می‌نویسد.",
    too_long="نامه می‌تواند {n} نویسه داشته باشد.",
    bad_email="این نشانی ایمیل نیست. می‌تواند خالی بماند.",
    one_line="نام در یک خط می‌آید.",
    quick="به سرعت ماشین بود. چند ثانیه بعد دوباره بفرستید.",
    old="این فرم بیش از یک روز باز بود. اکنون تازه است: دوباره بفرستید.",
    trapped="خانه‌ای که مردم نمی‌بینند پر شده بود. اکنون خالی است: دوباره بفرستید.",
    links="نامه در اینجا می‌تواند {n} پیوند داشته باشد؛ این یکی {has} دارد.",
    blocked="نامه‌های دارای «{word}» اینجا پذیرفته نمی‌شوند.",
    network="نامه‌های شبکهٔ شما اینجا پذیرفته نمی‌شوند.",
    many_sent="همین حالا نامه‌های بسیاری از شبکهٔ شما رسید. یک ربع ساعت دیگر دوباره بفرستید.",
    sent="نامهٔ شما",
    waits="نگه داشته شد و منتظر خوانده‌شدن است. سپس زیر متن می‌آید.",
    stands="نامه بر جای خود است.",
    aside="به تبلیغ می‌ماند، پس کنار گذاشته شد. ویراستار هنوز می‌تواند آن را نمایش دهد.",
    taken_away="نمایش داده نمی‌شود.",
    see="دیدن آن زیر متن",
    back="بازگشت به متن",
    mend="اصلاح",
    mend_until="تا ده دقیقه می‌توانید آن را اصلاح کنید.",
    too_late="نامه را تا ده دقیقه، تنها نویسنده‌اش می‌تواند اصلاح کند.",
    save="ذخیره",
)

LETTERS = {"en": ENGLISH, "de": GERMAN, "fa": PERSIAN}


def letter_words(base: str) -> LetterWords:
    """The words in the language *base*; English ones where it has no table yet."""
    return LETTERS.get(base, ENGLISH)
