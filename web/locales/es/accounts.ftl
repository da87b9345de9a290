# What people read who sign in.

# Signing in

sign-in = Iniciar sesión
sign-in-wrong = Este correo electrónico y esta contraseña no se corresponden
sign-in-or = Sin contraseña:
sign-in-by-link = Enviarme un enlace de acceso
sign-in-back = Ir al inicio de sesión
sign-in-choose = ¿Dónde desea iniciar sesión?
sign-in-to = Iniciar sesión en { $company }
check-mail = Revise su correo
    .text = Si { $email } tiene aquí una cuenta, un enlace está en camino. Sirve una vez, y solo durante unos minutos.
link-over = Este enlace ya no sirve
    .text = Sirve una vez, y solo durante unos minutos. Puede pedir uno nuevo.
form-foreign = Este formulario no se envió desde aquí
    .text = Por seguridad no se ha hecho nada. Abra la página de nuevo e inténtelo otra vez.

# Passwords

password-set = Establecer contraseña
password-new = Contraseña nueva
password-current = Contraseña actual
password-missing = Escriba su contraseña
password-hint = Al menos { $least } caracteres. Van bien unas palabras que solo usted juntaría.
password-short = Escriba al menos { $least } caracteres
password-long = Es demasiado larga: { $most } bytes como máximo
password-change = Cambiar contraseña
password-forgotten = Establecer una contraseña nueva
password-none = Aún no tiene contraseña.
password-by-link = Enviarme un enlace para establecerla

# The account

account = Su cuenta
account-name = Nombre
account-page = Su página
account-next = Próximas citas
account-nothing = No hay citas por delante.
account-waiting = Espera su decisión
sessions = Dónde tiene la sesión iniciada
session-this = Este navegador
session-seen = Visto por última vez: { $when }
session-end = Cerrar sesión (visto por última vez: { $when })
sign-out = Cerrar sesión
sign-out-everywhere = Cerrar sesión en todas partes
done-password = Su contraseña está establecida. En los demás lugares se ha cerrado la sesión.
done-link = Un enlace está en camino a su correo.
done-session = Sesión cerrada allí.

# Mails

mail-sign-in-subject = Iniciar sesión en { $company }
mail-sign-in-text =
    Hola, { $first }:

    con el botón de abajo inicia sesión. Sirve una vez, en los próximos { $minutes } minutos.

    Si no lo ha pedido usted, no tiene que hacer nada.
mail-password-subject = Su contraseña para { $company }
mail-password-text =
    Hola, { $first }:

    con el botón de abajo establece su contraseña. Sirve una vez, en los próximos { $minutes } minutos.

    Si no lo esperaba, no tiene que hacer nada.
