### Lo que se dice en muchas pantallas.

button-home = 🏠 Menú
button-back = ‹ Volver
button-missions = 🎯 Misiones
button-private = 💬 Abrir el chat

besitos = { $amount ->
    [one] { $amount } besito
   *[other] { $amount } besitos
}

moment-yesterday = ayer a las { $time }
moment-today = hoy a las { $time }
moment-tomorrow = mañana a las { $time }
moment-date = el { $date } a las { $time }

reads-behind = ⏳ <i>Lo último que hiciste puede tardar un momento en verse aquí.</i>
notice-held = Anotado. Lo haré en un momento, sin que tengas que repetirlo.

somebody = alguien

unknown-message = No entiendo ese mensaje, pero tengo un menú muy completo.
group-private = { $name }, tus cosas son tuyas: sigamos en privado.

alert-not-your-button = Ese botón es de otra persona. Escribe /menu y tendrás los tuyos.
alert-dead-button = Ese botón ya no sirve. Escribe /menu para ver los de ahora.
alert-private-only = Eso lo vemos mejor en nuestro chat privado.

command-menu = Menú principal
command-gift = Tu regalo de hoy
command-streak = Tu racha, y cómo protegerla
command-wallet = Tus besitos
command-give = Regalar besitos a alguien
command-auctions = Subastas entre la gente del barrio
command-store = La tienda
command-mochila = Lo que llevas
command-invite = Invitar a alguien
command-missions = Tus misiones
command-achievements = Tus logros
command-top = Quién va primero
command-story = La historia
command-trivia = Una pregunta
command-vip = Tu palco VIP
command-timezone = ¿Qué hora es ahí?
command-language = Idioma
command-notifications = Qué te cuento, y cuándo
command-help = Qué se puede hacer
