"""A few strokes of our own for Google's icons, near enough to tell them apart; of others the first letter is drawn.

https://fonts.google.com/icons
"""

DRAWN = {
    "AIRPLANE": "M12 3l1.5 7 8 4v2l-8-2-.5 5 2 1.5v1l-3-1-3 1v-1l2-1.5-.5-5-8 2v-2l8-4z",
    "BOOKMARK": "M7 4h10v16l-5-4-5 4z",
    "BUS": "M5 4h14v13H5zM5 11h14M8 17v2M16 17v2",
    "CAR": "M4 16v-4l2-5h12l2 5v4zM4 12h16M7 16v2M17 16v2",
    "CLOCK": "M12 3a9 9 0 1 0 .1 0M12 7v5l4 2",
    "DESCRIPTION": "M6 3h9l3 3v15H6zM9 10h6M9 14h6",
    "DOLLAR": "M12 3v18M16 7c-2-2-8-2-8 1.5s8 2.5 8 6.5-6 3.5-8 1",
    "EMAIL": "M3 6h18v12H3zl9 7 9-7",
    "INVITE": "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4",
    "MAP_PIN": "M12 21c-4-5-6-8-6-11a6 6 0 0 1 12 0c0 3-2 6-6 11zM12 8a2 2 0 1 0 .1 0",
    "MULTIPLE_PEOPLE": "M8 6a3 3 0 1 0 .1 0M2 20c0-8 12-8 12 0M16 6a3 3 0 1 0 .1 0M17 14c3 0 5 2 5 6",
    "PERSON": "M12 4a4 4 0 1 0 .1 0M4 21c0-10 16-10 16 0z",
    "PHONE": "M6 4h4l1 5-2 2c1 2 2 3 4 4l2-2 5 1v4c-9 2-16-5-14-14z",
    "RESTAURANT_ICON": "M7 3v18M4 3v5c0 4 6 4 6 0V3M17 21V3c-3 2-3 8 0 10",
    "STAR": "M12 3l3 6 6 1-4.5 4.5 1 6.5-5.5-3-5.5 3 1-6.5L3 10l6-1z",
    "STORE": "M4 9l2-5h12l2 5zM5 9v11h14V9M10 20v-6h4v6",
    "TICKET": "M3 7h18v3a2 2 0 0 0 0 4v3H3v-3a2 2 0 0 0 0-4zM14 7v10",
    "TRAIN": "M6 4h12v12H6zM6 11h12M9 20l2-4M15 20l-2-4M9 13.5h.1M15 13.5h.1",
    "VIDEO_CAMERA": "M3 7h12v10H3zM15 11l6-3v8l-6-3",
    "bakery_dining": "M12 5a7 7 0 1 0 .1 0M12 9a3 3 0 1 1-3 3M15 12a3.5 3.5 0 0 1-4 4",
    "check": "M5 13l4 4 10-11",
    "event_available": "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4M9 15l2 2 4-4",
    "home": "M4 11l8-7 8 7v9h-5v-6H9v6H4z",
    "hourglass_top": "M7 3h10M7 21h10M8 3v4l4 5 4-5V3M8 21v-4l4-5 4 5v4",
    "lock": "M6 11h12v9H6zM8 11V8a4 4 0 0 1 8 0v3",
    "notes": "M4 7h16M4 12h16M4 17h9",
    "route": "M6 19a2 2 0 1 0 .1 0M18 5a2 2 0 1 0 .1 0M8 20h6c6 0 6-7 0-7H9c-5 0-5-7 0-7h6",
}
LIKE = {
    "call": "PHONE",
    "directions_bus": "BUS",
    "directions_car": "CAR",
    "event": "INVITE",
    "flight": "AIRPLANE",
    "group": "MULTIPLE_PEOPLE",
    "location_on": "MAP_PIN",
    "mail": "EMAIL",
    "person": "PERSON",
    "schedule": "CLOCK",
    "today": "INVITE",
    "train": "TRAIN",
    "videocam": "VIDEO_CAMERA",
}
SHAPES = DRAWN | {name: DRAWN[other] for name, other in LIKE.items()}
