### Lo que se le explica a quien trae al bot a un grupo o a un canal.

chat-here-group = 👋 <b>Ya estoy en «{ $title }».</b> Gracias por abrirme la puerta.
chat-here-channel = 👋 <b>Ya estoy en el canal «{ $title }».</b>
chat-changed-group = 🔧 <b>Han cambiado mis permisos en «{ $title }».</b>
chat-changed-channel = 🔧 <b>Han cambiado mis permisos en el canal «{ $title }».</b>

chat-needs-administrator-group =
    Me falta una cosa: <b>ser administrador</b>. Telegram solo les cuenta a los administradores quién reacciona a un mensaje, y sin eso no puedo dar besitos por las reacciones. No necesito ningún permiso en particular: basta con el cargo.

    Se hace así: el nombre del grupo › Editar › Administradores › Añadir.
chat-needs-administrator-channel =
    En un canal solo puedo hacer algo siendo <b>administrador</b>. Se hace así: el nombre del canal › Editar › Administradores › Añadir.
chat-privacy-mode = 🙈 Ahora estoy en modo privado: de lo que se habla aquí solo me llegan las órdenes que empiezan por «/». Está bien así: no necesito leer nada más.
chat-needs-rights = Me faltan permisos, y cada uno es para algo:
chat-right-can_post_messages = • <b>Publicar mensajes</b>: para anunciar trivias y enlaces.
chat-right-can_edit_messages = • <b>Editar mensajes</b>: para poner el botón de besitos debajo de una publicación.
chat-right-can_invite_users = • <b>Añadir suscriptores</b>: para dejar pasar a quienes son VIP.
chat-complete-group = ✅ Tengo todo lo que necesito. Cada reacción a un mensaje puede dar besitos, una vez por persona y mensaje. Guardo quién reaccionó a qué mensaje, pero no lo que se dice.
chat-complete-channel = ✅ Tengo todo lo que necesito. En un canal no se ve quién reacciona: reenvíame una publicación en privado y pondré debajo un botón que da besitos.
