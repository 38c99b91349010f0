"""What an API key may be good for."""

SCOPES = {
    "read": "read users, wallets, missions, achievements, stories",
    "write": "act for users: register, claim, choose, change settings",
    "wallet": "credit and debit besitos",
    "events:read": "read the event feed, history and traces",
    "events:write": "record external facts",
    "admin": "administration: projections, memberships, bans",
}
