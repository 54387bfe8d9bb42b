"""The few words the renderer itself puts into a text, in the text's own language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """What readers hear or see around an author's words; `{n}` stands for a number, `{name}` for a name."""

    note: str
    tip: str
    important: str
    warning: str
    caution: str
    notes: str
    footnote: str
    back: str
    table: str
    code: str
    details: str
    checkbox: str
    embed: str
    formula: str
    unread: str
    quotes: tuple[str, str, str, str] = ("“", "”", "‘", "’")
    digits: str = "0123456789"

    def number(self, number: object) -> str:
        """*number* in the digits of the language, as its lists are numbered."""
        return str(number).translate(str.maketrans("0123456789", self.digits))


ENGLISH = Wording(
    note="Note",
    tip="Tip",
    important="Important",
    warning="Warning",
    caution="Caution",
    notes="Notes",
    footnote="Note {n}",
    back="Back to note {n} in the text",
    table="Table {n}",
    code="Code {n}",
    details="Details",
    checkbox="Task",
    embed="Nothing is sent to {name} before you press.",
    formula="Formula {n}",
    unread="This formula cannot be read",
)

WORDINGS = {
    "en": ENGLISH,
    "de": Wording(
        note="Hinweis",
        tip="Tipp",
        important="Wichtig",
        warning="Warnung",
        caution="Vorsicht",
        notes="Anmerkungen",
        footnote="Anmerkung {n}",
        back="Zurück zu Anmerkung {n} im Text",
        table="Tabelle {n}",
        code="Code {n}",
        details="Einzelheiten",
        checkbox="Aufgabe",
        embed="Vor dem Drücken wird nichts an {name} gesendet.",
        formula="Formel {n}",
        unread="Diese Formel ist nicht lesbar",
        quotes=("„", "“", "‚", "‘"),
    ),
    "fr": Wording(
        note="Remarque",
        tip="Conseil",
        important="Important",
        warning="Attention",
        caution="Prudence",
        notes="Notes",
        footnote="Note {n}",
        back="Retour à la note {n} dans le texte",
        table="Tableau {n}",
        code="Code {n}",
        details="Détails",
        checkbox="Tâche",
        embed="Rien n’est envoyé à {name} avant votre clic.",
        formula="Formule {n}",
        unread="Cette formule est illisible",
        quotes=("«\u00a0", "\u00a0»", "“", "”"),
    ),
    "es": Wording(
        note="Nota",
        tip="Consejo",
        important="Importante",
        warning="Advertencia",
        caution="Precaución",
        notes="Notas",
        footnote="Nota {n}",
        back="Volver a la nota {n} en el texto",
        table="Tabla {n}",
        code="Código {n}",
        details="Detalles",
        checkbox="Tarea",
        embed="Nada se envía a {name} antes de pulsar.",
        formula="Fórmula {n}",
        unread="Esta fórmula no se puede leer",
    ),
    "fa": Wording(
        note="یادداشت",
        tip="نکته",
        important="مهم",
        warning="هشدار",
        caution="احتیاط",
        notes="پانوشت‌ها",
        footnote="پانوشت {n}",
        back="بازگشت به پانوشت {n} در متن",
        table="جدول {n}",
        code="کد {n}",
        details="جزئیات",
        checkbox="کار",
        embed="تا فشار ندهید چیزی به {name} فرستاده نمی‌شود.",
        formula="فرمول {n}",
        unread="این فرمول خوانده نمی‌شود",
        quotes=("«", "»", "‹", "›"),
        digits="۰۱۲۳۴۵۶۷۸۹",
    ),
    "ja": Wording(
        note="注記",
        tip="ヒント",
        important="重要",
        warning="警告",
        caution="注意",
        notes="脚注",
        footnote="脚注{n}",
        back="本文の脚注{n}に戻る",
        table="表{n}",
        code="コード{n}",
        details="詳細",
        checkbox="タスク",
        embed="押すまで{name}には何も送られません。",
        formula="数式{n}",
        unread="この数式は読み取れません",
    ),
    "zh": Wording(
        note="说明",
        tip="提示",
        important="重要",
        warning="警告",
        caution="注意",
        notes="脚注",
        footnote="脚注{n}",
        back="返回正文中的脚注{n}",
        table="表{n}",
        code="代码{n}",
        details="详情",
        checkbox="任务",
        embed="按下之前不会向 {name} 发送任何内容。",
        formula="公式{n}",
        unread="无法读取此公式",
    ),
}


def wording_of(language: str) -> Wording:
    """The words for a language tag such as `fa` or `de-AT`; English where we have none."""
    return WORDINGS.get(language.partition("-")[0].lower(), ENGLISH)
