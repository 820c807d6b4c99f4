"""What Google asks of a card beyond the shapes in its document: what must be there, and what is for others than add-ons.

https://developers.google.com/workspace/add-ons/reference/rpc/google.apps.card.v1
"""

WIDGETS = (
    "textParagraph", "image", "decoratedText", "buttonList", "textInput", "selectionInput", "dateTimePicker", "divider",
    "grid", "columns", "carousel", "chipList",
)  # fmt: skip

# There, and not empty.
REQUIRED = {
    "Card": ("name", "sections"),
    "Section": ("widgets",),
    "CardHeader": ("title",),
    "CardAction": ("actionLabel", "onClick"),
    "CardFixedFooter": ("primaryButton",),
    "Button": ("onClick",),
    "Image": ("imageUrl", "altText"),
    "ImageComponent": ("imageUri", "altText"),
    "TextParagraph": ("text",),
    "DecoratedText": ("text",),
    "ButtonList": ("buttons",),
    "ChipList": ("chips",),
    "Columns": ("columnItems",),
    "Column": ("widgets",),
    "Grid": ("items",),
    "SelectionInput": ("name", "items", "type"),
    "SelectionItem": ("text", "value"),
    "TextInput": ("name",),
    "DateTimePicker": ("name", "type"),
    "SwitchControl": ("name", "value"),
    "Action": ("function",),
    "ActionParameter": ("key",),
    "OpenLink": ("url",),
    "OverflowMenu": ("items",),
    "OverflowMenuItem": ("text", "onClick"),
    "MaterialIcon": ("name",),
    "Suggestions": ("items",),
    "SuggestionItem": ("text",),
    "CollapseControl": ("expandButton", "collapseButton"),
}
CLICKS = ("action", "openLink", "openDynamicLinkAction", "card", "overflowMenu")
JUST_ONE = {
    "Widget": WIDGETS,
    "Widgets": WIDGETS,
    "OnClick": CLICKS,
    "Icon": ("knownIcon", "iconUrl", "materialIcon"),
}
NOT_TOGETHER = {"DecoratedText": ("button", "switchControl", "endIcon")}
EITHER = {
    "Button": ("text", "icon"),
    "Chip": ("label", "icon"),
    "TextInput": ("label", "hintText"),
    "GridItem": ("title", "image"),
}
WIDGETS_AT_MOST = 100
AT_MOST = {
    "Card.cardActions": 10,
    "SelectionInput.items": 100,
    "Grid.items": 100,
    "Columns.columnItems": 2,
}
FOR_CHAT = {
    "Widget.carousel", "TextParagraph.textSyntax", "DecoratedText.topLabelText", "DecoratedText.contentText",
    "DecoratedText.bottomLabelText", "DecoratedText.startIconVerticalAlignment", "Action.interaction",
    "SelectionInput.platformDataSource", "SelectionInput.externalDataSource", "SelectionInput.dataSourceConfigs",
    "TextInput.hostAppDataSource",
}  # fmt: skip
FOR_STUDIO = {"Card.expressionData", "Widget.eventActions", "Widget.visibility"}
OLD_NAMES = {"DecoratedText.icon": "startIcon", "Chip.enabled": "disabled"}
OLD_VALUES = {"CHECKBOX": "CHECK_BOX"}
IMAGES = {
    "CardHeader.imageUrl", "Image.imageUrl", "ImageComponent.imageUri", "Icon.iconUrl", "SelectionItem.startIconUri",
}  # fmt: skip
FORMATTED = {"TextParagraph.text", "DecoratedText.text", "Section.header"}

# How long a text may be; Google names no limits, these are what can be read in 300 px.
LONGEST = {
    "Card.name": 64,
    "CardHeader.title": 120,
    "CardHeader.subtitle": 200,
    "CardHeader.imageAltText": 300,
    "Section.header": 120,
    "Section.id": 64,
    "Widget.id": 64,
    "CardAction.actionLabel": 60,
    "TextParagraph.text": 2000,
    "DecoratedText.text": 500,
    "DecoratedText.topLabel": 120,
    "DecoratedText.bottomLabel": 300,
    "Button.text": 60,
    "Button.altText": 200,
    "Chip.label": 60,
    "Chip.altText": 200,
    "Icon.altText": 200,
    "Image.altText": 500,
    "ImageComponent.altText": 500,
    "SelectionInput.label": 120,
    "SelectionInput.hintText": 200,
    "SelectionItem.text": 200,
    "SelectionItem.bottomText": 200,
    "SelectionItem.value": 500,
    "TextInput.label": 120,
    "TextInput.hintText": 200,
    "TextInput.placeholderText": 120,
    "TextInput.value": 5000,
    "SuggestionItem.text": 200,
    "DateTimePicker.label": 120,
    "Grid.title": 120,
    "GridItem.id": 100,
    "GridItem.title": 120,
    "GridItem.subtitle": 200,
    "OverflowMenuItem.text": 60,
    "ActionParameter.key": 64,
    "ActionParameter.value": 1000,
    "OpenLink.url": 2000,
    "Action.function": 500,
}
NOT_READ = {"TextInput.value", "SelectionItem.value", "ActionParameter.key", "ActionParameter.value", "OpenLink.url"}
PLAIN = LONGEST.keys() - FORMATTED - NOT_READ

# https://developers.google.com/apps-script/reference/card-service/icon
KNOWN_ICONS = frozenset(
    [
        "AIRPLANE",
        "BOOKMARK",
        "BUS",
        "CAR",
        "CLOCK",
        "CONFIRMATION_NUMBER_ICON",
        "DESCRIPTION",
        "DOLLAR",
        "EMAIL",
        "EVENT_PERFORMER",
        "EVENT_SEAT",
        "FLIGHT_ARRIVAL",
        "FLIGHT_DEPARTURE",
        "HOTEL",
        "HOTEL_ROOM_TYPE",
        "INVITE",
        "MAP_PIN",
        "MEMBERSHIP",
        "MULTIPLE_PEOPLE",
        "OFFER",
        "PERSON",
        "PHONE",
        "RESTAURANT_ICON",
        "SHOPPING_CART",
        "STAR",
        "STORE",
        "TICKET",
        "TRAIN",
        "VIDEO_CAMERA",
        "VIDEO_PLAY",
    ]
)
WEIGHTS = range(100, 701, 100)
