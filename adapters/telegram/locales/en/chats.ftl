### What is explained to whoever brings the bot into a group or a channel.

chat-here-group = 👋 <b>I'm in “{ $title }” now.</b> Thank you for opening the door.
chat-here-channel = 👋 <b>I'm in the channel “{ $title }” now.</b>
chat-changed-group = 🔧 <b>My rights in “{ $title }” have changed.</b>
chat-changed-channel = 🔧 <b>My rights in the channel “{ $title }” have changed.</b>

chat-needs-administrator-group =
    One thing is missing: <b>being an administrator</b>. Telegram tells only administrators who reacts to a message, and without that I can't give besitos for reactions. I need no right in particular: the title is enough.

    It is done like this: the group's name › Edit › Administrators › Add.
chat-needs-administrator-channel =
    In a channel I can only do something as an <b>administrator</b>. It is done like this: the channel's name › Edit › Administrators › Add.
chat-privacy-mode = 🙈 I'm in privacy mode now: of what is said here only commands that begin with “/” reach me. That is fine: I need to read nothing else.
chat-needs-rights = Some rights are missing, and each is for something:
chat-right-can_post_messages = • <b>Post messages</b>: to announce quizzes and links.
chat-right-can_edit_messages = • <b>Edit messages</b>: to put the besitos button under a post.
chat-right-can_invite_users = • <b>Add subscribers</b>: to let VIPs in.
chat-complete-group = ✅ I have all that I need. Each reaction to a message may give besitos, once for each person and message. I keep who reacted to which message, but not what is said.
chat-complete-channel = ✅ I have all that I need. In a channel nobody sees who reacts: forward a post to me in private, and I'll put a button under it that gives besitos.
