### El canal VIP: su puerta, quién pide entrar y cuál es.

vip-channel-open = 🚪 El canal VIP te espera: entra con el botón de abajo.
vip-channel-locked = 🔒 Hay un canal VIP. Se abre en cuanto seas VIP.
vip-channel-door = 🚪 <b>Tu puerta al canal VIP</b>

    Toca el botón y pide entrar: abro enseguida. El enlace es tuyo y dura un día; cuando quieras otro, vuelve aquí.
vip-channel-declined = 🔒 <b>Ese canal es para VIP</b>

    Todavía no puedo abrirte. Hazte VIP y vuelve a pedirlo: entras al momento.
vip-channel-which = 🚪 <b>¿Cuál es el canal VIP?</b>

    Dejo entrar a quienes son VIP y retiro a quienes dejan de serlo. Para eso necesito ahí dos permisos: añadir miembros y expulsarlos. Que solo se entre pidiéndolo: usa un canal privado.
vip-channel-no-chats = 🚪 Todavía no estoy en ningún canal ni supergrupo. Añádeme como administrador, con permiso para añadir y expulsar miembros, y vuelve a escribir /vipchannel.
vip-channel-is = 🌟 Ahora es «{ $title }».
vip-channel-left = ⚠️ Ya no estoy ahí: nadie puede entrar hasta que me vuelvan a añadir.
vip-channel-lacks = ⚠️ Ahí me faltan permisos:
vip-channel-right-can_invite_users = • <b>Añadir miembros</b>: para dejar pasar a quienes son VIP.
vip-channel-right-can_restrict_members = • <b>Expulsar miembros</b>: para retirar a quienes dejan de serlo.

button-vip-channel = 🚪 Canal VIP
button-vip-channel-enter = 🚪 Pedir entrar
button-vip-channel-none = ✖️ Que no haya canal VIP
