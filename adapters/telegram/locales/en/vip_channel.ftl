### The VIP channel: its door, who asks to join, and which it is.

vip-channel-open = 🚪 The VIP channel is waiting for you: come in by the button below.
vip-channel-locked = 🔒 There is a VIP channel. It opens as soon as you are VIP.
vip-channel-door = 🚪 <b>Your door to the VIP channel</b>

    Tap the button and ask to join: I open at once. The link is yours and lasts a day; come back here for another.
vip-channel-declined = 🔒 <b>That channel is for VIPs</b>

    I can't open it for you yet. Become VIP and ask again: you come in at once.
vip-channel-which = 🚪 <b>Which is the VIP channel?</b>

    I let in who is VIP, and remove who is VIP no more. For that I need two rights there: to add members and to ban them. Let people in by asking only: use a private channel.
vip-channel-no-chats = 🚪 I am in no channel or supergroup yet. Add me as an administrator with the rights to add and to ban members, then write /vipchannel again.
vip-channel-is = 🌟 Now it is “{ $title }”.
vip-channel-left = ⚠️ I am not there any more: nobody can come in until I am added again.
vip-channel-lacks = ⚠️ I lack rights there:
vip-channel-right-can_invite_users = • <b>Add members</b>: to let VIPs in.
vip-channel-right-can_restrict_members = • <b>Ban members</b>: to remove those who are VIP no more.

button-vip-channel = 🚪 VIP channel
button-vip-channel-enter = 🚪 Ask to join
button-vip-channel-none = ✖️ No VIP channel
